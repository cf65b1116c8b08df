package org.synapse4j.inmemory;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A class loader that knows all classes of its parent, but of services only those that a folder names. */
final class Offering extends ClassLoader {
    private static final String SERVICES = "META-INF/services/";

    private final Path folder;

    Offering(Path folder, ClassLoader parent) {
        super(parent);
        this.folder = folder;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.startsWith(SERVICES)) {
            return super.getResources(name);
        }
        Path file = folder.resolve(name.substring(SERVICES.length()));
        return Collections.enumeration(Files.exists(file) ? List.of(file.toUri().toURL()) : List.of());
    }
}
