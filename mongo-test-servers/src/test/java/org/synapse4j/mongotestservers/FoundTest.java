package org.synapse4j.mongotestservers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundTest {
    private static final String URI = "mongodb://somewhere/";

    @TempDir
    Path folder = Path.of("");

    @Test
    void aServerThatRunsComesFirst() throws IOException {
        Map<String, String> environment =
                Map.of("MONGODB_URI", URI, "MONGOD", mongod().toString(), "PATH", folder.toString());
        assertEquals(new Found.Running(URI), Found.in(environment, () -> true));
    }

    @Test
    void thenAMongodThatIsNamed() throws IOException {
        Map<String, String> environment = Map.of("MONGODB_URI", "", "MONGOD", mongod().toString());
        assertEquals(new Found.Program(mongod()), Found.in(environment, () -> true));
    }

    @Test
    void oneThatIsNamedMustBeThere() {
        Map<String, String> environment =
                Map.of("MONGOD", folder.resolve("nothing").toString());
        assertThrows(IllegalStateException.class, () -> Found.in(environment, () -> true));
    }

    @Test
    void thenOneOnThePath() throws IOException {
        String path = folder.resolve("empty") + File.pathSeparator + folder;
        assertEquals(new Found.Program(mongod()), Found.in(Map.of("PATH", path), () -> true));
    }

    @Test
    void thenDocker() {
        assertInstanceOf(Found.Docker.class, Found.in(Map.of(), () -> true));
    }

    @Test
    void elseNothingWithAReason() {
        Found.Nothing nothing = assertInstanceOf(Found.Nothing.class, Found.in(Map.of(), () -> false));
        assertTrue(nothing.reason().contains("scripts/get-mongod"));
    }

    @Test
    void aDatabaseIsPutIntoALine() {
        assertEquals("mongodb://a:1,b:2/x", RealMongo.withDatabase("mongodb://a:1,b:2", "x"));
        assertEquals("mongodb://a/x?replicaSet=r", RealMongo.withDatabase("mongodb://a/y?replicaSet=r", "x"));
        assertEquals("mongodb+srv://a/x?w=1", RealMongo.withDatabase("mongodb+srv://a?w=1", "x"));
        assertEquals("mongodb://u:p@a/x?authSource=y", RealMongo.withDatabase("mongodb://u:p@a/y", "x"));
        assertEquals("mongodb://u:p@a/x?w=1&authSource=admin", RealMongo.withDatabase("mongodb://u:p@a/?w=1", "x"));
        assertEquals("mongodb://a/x?m=2", RealMongo.withDatabase("mongodb://a", "x", "m=2"));
        assertEquals("mongodb://a/x?w=1&m=2&n=3", RealMongo.withDatabase("mongodb://a/?w=1", "x", "m=2", "n=3"));
        assertEquals("mongodb://u:p@a/x?authSource=z", RealMongo.withDatabase("mongodb://u:p@a/y?authSource=z", "x"));
        assertEquals("mongodb://u:p@a/x?authsource=z", RealMongo.withDatabase("mongodb://u:p@a/y?authsource=z", "x"));
    }

    private Path mongod() throws IOException {
        Path mongod = folder.resolve("mongod");
        if (!Files.exists(mongod)) {
            Files.createFile(mongod);
        }
        assertTrue(mongod.toFile().setExecutable(true));
        return mongod;
    }
}
