package org.synapse4j.mongotestservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of the loopback interface that nobody uses now. */
final class FreePorts {
    private FreePorts() {}

    /** So many, each another: all are held until all are known. */
    static List<Integer> find(int count) {
        List<Integer> ports = new ArrayList<>();
        find(count, ports);
        return ports;
    }

    private static void find(int count, List<Integer> ports) {
        if (ports.size() == count) {
            return;
        }
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports.add(held.getLocalPort());
            find(count, ports);
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port", e);
        }
    }
}
