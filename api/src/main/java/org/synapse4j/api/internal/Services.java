package org.synapse4j.api.internal;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.synapse4j.api.errors.ConfigurationException;

/** The services that {@link ServiceLoader} finds. */
public final class Services {
    private Services() {}

    /**
     * All of this kind.
     *
     * @throws ConfigurationException if one that is named as a service cannot be loaded
     */
    public static <T> List<T> load(Class<T> service) {
        try {
            return ServiceLoader.load(service).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationException(
                    "What is named as a " + service.getSimpleName() + " cannot be loaded (the cause says which):"
                            + " its module, or one that it needs, may be missing.",
                    List.of(),
                    e);
        }
    }
}
