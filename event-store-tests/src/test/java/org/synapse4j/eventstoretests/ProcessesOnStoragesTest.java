package org.synapse4j.eventstoretests;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.synapse4j.tckprocesses.ProcessTck;

@DisplayName("Processes")
class ProcessesOnStoragesTest {
    @TestFactory
    @DisplayName("keep their rules on every storage")
    Stream<DynamicContainer> rules() {
        return EveryStorage.all()
                .map(kind -> DynamicContainer.dynamicContainer(kind.name(), ProcessTck.on(kind::open)));
    }
}
