package org.synapse4j.core.unitofwork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.EventStore;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.errors.MisuseException;

/** A holder of the current unit of work, for those who want one. */
class CurrentWorkTest {
    private final CurrentWork current = new CurrentWork();

    @Test
    @DisplayName(
            "the unit of work is found by who is not given it, an inner one in between, and none afterwards, whatever was thrown")
    void held() {
        try (EventStore store = Accounts.store()) {
            UnitsOfWork units = UnitsOfWork.of(store);
            assertEquals(
                    "done",
                    units.run(current.holding(work -> {
                                assertSame(work, current.get());
                                work.nested(current.holding(inner -> {
                                    assertSame(inner, current.get());
                                    assertNotSame(work, inner);
                                    return 1;
                                }));
                                assertSame(work, current.get());
                                return "done";
                            }))
                            .value());
            assertEquals(Optional.empty(), current.find());
            assertThrows(
                    IllegalStateException.class,
                    () -> units.run(current.holding(work -> {
                        throw new IllegalStateException();
                    })));
            assertThrows(MisuseException.class, current::get);
        }
    }
}
