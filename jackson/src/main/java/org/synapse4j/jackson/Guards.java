package org.synapse4j.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.AnyGetterWriter;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerBuilder;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.PropertyFilter;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has the properties of each class whose places are not free looked at when they are written. A class is looked into once, when Jackson
 * makes its serialiser; what is free is left to Jackson as it was.
 */
final class Guards extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    private final transient Function<JavaType, Places.OfClass> places;
    private final transient Set<Class<?>> trusted;

    /**
     * Guards of what a mapper writes.
     *
     * @param places the places of a class
     * @param trusted classes that were let off
     */
    Guards(Function<JavaType, Places.OfClass> places, Set<Class<?>> trusted) {
        this.places = places;
        this.trusted = trusted;
    }

    /** Looks at the value of one place, and has it written. */
    static void write(
            Place place, Set<Class<?>> trusted, @Nullable Object value, JsonGenerator generator, Writing writing)
            throws Exception {
        if (value == null || !(generator instanceof StrictGenerator strict)) {
            writing.write();
            return;
        }
        place.require(value, new Place.Scope(strict, trusted), 0);
        if (!place.open()) {
            writing.write();
            return;
        }
        strict.openPlace();
        try {
            writing.write();
        } finally {
            strict.closePlace();
        }
    }

    /** A call of Jackson. */
    @FunctionalInterface
    interface Writing {
        void write() throws Exception;
    }

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription description, List<BeanPropertyWriter> properties) {
        Places.OfClass ofClass = places.apply(description.getType());
        properties.replaceAll(property -> {
            Place place = ofClass.properties().get(property.getName());
            // Others than Jackson's own plain one may write whatever they like.
            return place == null || property.getClass() != BeanPropertyWriter.class
                    ? property
                    : new GuardedProperty(property, place, trusted);
        });
        return properties;
    }

    @Override
    public BeanSerializerBuilder updateBuilder(
            SerializationConfig config, BeanDescription description, BeanSerializerBuilder builder) {
        Place place = places.apply(description.getType()).any();
        if (place != Place.Free.FREE && builder.getProperties() != null) {
            builder.setProperties(builder.getProperties().stream()
                    .map(property -> property instanceof AnyGetterWriter any
                            ? new GuardedAnyGetter(any, new Place.Contents(Place.Free.FREE, place), trusted)
                            : property)
                    .toList());
        }
        return builder;
    }

    private static final class GuardedProperty extends BeanPropertyWriter {
        private static final long serialVersionUID = 1L;

        private final transient Place place;
        private final transient Set<Class<?>> trusted;

        GuardedProperty(BeanPropertyWriter property, Place place, Set<Class<?>> trusted) {
            super(property);
            this.place = place;
            this.trusted = trusted;
        }

        private GuardedProperty(GuardedProperty property, PropertyName name) {
            super(property, name);
            this.place = property.place;
            this.trusted = property.trusted;
        }

        @Override
        protected BeanPropertyWriter _new(PropertyName name) {
            return new GuardedProperty(this, name);
        }

        @Override
        public void serializeAsField(Object bean, JsonGenerator generator, SerializerProvider provider)
                throws Exception {
            write(place, trusted, get(bean), generator, () -> super.serializeAsField(bean, generator, provider));
        }

        @Override
        public void serializeAsElement(Object bean, JsonGenerator generator, SerializerProvider provider)
                throws Exception {
            write(place, trusted, get(bean), generator, () -> super.serializeAsElement(bean, generator, provider));
        }
    }

    private static final class GuardedAnyGetter extends AnyGetterWriter {
        private static final long serialVersionUID = 1L;

        private final AnyGetterWriter any;
        private final transient Place place;
        private final transient Set<Class<?>> trusted;

        GuardedAnyGetter(AnyGetterWriter any, Place place, Set<Class<?>> trusted) {
            super(any, any, any.getMember(), null);
            this.any = any;
            this.place = place;
            this.trusted = trusted;
        }

        @Override
        public void getAndSerialize(Object bean, JsonGenerator generator, SerializerProvider provider)
                throws Exception {
            write(place, trusted, value(bean), generator, () -> any.getAndSerialize(bean, generator, provider));
        }

        @Override
        public void getAndFilter(
                Object bean, JsonGenerator generator, SerializerProvider provider, PropertyFilter filter)
                throws Exception {
            write(place, trusted, value(bean), generator, () -> any.getAndFilter(bean, generator, provider, filter));
        }

        @Override
        public void resolve(SerializerProvider provider) throws com.fasterxml.jackson.databind.JsonMappingException {
            any.resolve(provider);
        }

        @Override
        public void fixAccess(SerializationConfig config) {
            any.fixAccess(config);
        }

        private @Nullable Object value(Object bean) throws IOException {
            return any.getMember().getValue(bean);
        }
    }
}
