package org.synapse4j.xstream;

import com.thoughtworks.xstream.converters.MarshallingContext;
import com.thoughtworks.xstream.converters.UnmarshallingContext;
import com.thoughtworks.xstream.converters.collections.AbstractCollectionConverter;
import com.thoughtworks.xstream.io.HierarchicalStreamReader;
import com.thoughtworks.xstream.io.HierarchicalStreamWriter;
import com.thoughtworks.xstream.mapper.Mapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists, sets, maps and optionals: whatever class they were of, they come back unmodifiable, in the same order. */
final class CollectionsConverter extends AbstractCollectionConverter {
    CollectionsConverter(Mapper mapper) {
        super(mapper);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as XStream declares it
    public boolean canConvert(@Nullable Class type) {
        return type != null
                && (List.class.isAssignableFrom(type)
                        || Set.class.isAssignableFrom(type)
                        || Map.class.isAssignableFrom(type)
                        || type == Optional.class);
    }

    @Override
    public void marshal(Object source, HierarchicalStreamWriter writer, MarshallingContext context) {
        for (Object element : elements(source)) {
            writeCompleteItem(element, context, writer);
        }
    }

    @Override
    public Object unmarshal(HierarchicalStreamReader reader, UnmarshallingContext context) {
        Class<?> kind = context.getRequiredType();
        List<@Nullable Object> elements = new ArrayList<>();
        while (reader.hasMoreChildren()) {
            elements.add(readCompleteItem(reader, context, null));
        }
        if (kind == List.class) {
            return Collections.unmodifiableList(elements);
        }
        if (kind == Set.class) {
            Set<@Nullable Object> set = new LinkedHashSet<>(elements);
            require(set.size() == elements.size(), "a set holds the same twice");
            return Collections.unmodifiableSet(set);
        }
        if (kind == Map.class) {
            return map(elements);
        }
        require(kind == Optional.class && elements.size() <= 1, "an optional holds more than one value");
        return elements.isEmpty() ? Optional.empty() : Optional.of(nonNull(elements.get(0)));
    }

    /** A map as its keys and values, one after the other. */
    private static Collection<? extends @Nullable Object> elements(Object source) {
        if (source instanceof Map<?, ?> map) {
            List<@Nullable Object> both = new ArrayList<>(2 * map.size());
            map.forEach((key, value) -> {
                both.add(key);
                both.add(value);
            });
            return both;
        }
        return source instanceof Optional<?> optional ? optional.stream().toList() : (Collection<?>) source;
    }

    private static Map<@Nullable Object, @Nullable Object> map(List<@Nullable Object> elements) {
        require(elements.size() % 2 == 0, "a map holds a key without a value");
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < elements.size(); i += 2) {
            map.put(elements.get(i), elements.get(i + 1));
        }
        require(2 * map.size() == elements.size(), "a map holds a key twice");
        return Collections.unmodifiableMap(map);
    }

    private static Object nonNull(@Nullable Object value) {
        if (value == null) {
            throw new Refused("an optional holds null");
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Refused(otherwise);
        }
    }
}
