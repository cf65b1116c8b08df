package org.synapse4j.core.unitofwork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.synapse4j.api.ExpectedVersion.any;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.EventStore;
import org.synapse4j.api.StreamId;
import org.synapse4j.api.Version;
import org.synapse4j.core.Accounts;
import org.synapse4j.core.Accounts.Account;
import org.synapse4j.core.Accounts.Deposited;
import org.synapse4j.core.Accounts.Opened;
import org.synapse4j.core.aggregate.Aggregate;
import org.synapse4j.core.errors.ConflictingModificationException;
import org.synapse4j.core.errors.ConflictingVersionException;
import org.synapse4j.core.errors.LockTimeoutException;
import org.synapse4j.core.repository.ConflictResolver;
import org.synapse4j.core.repository.Repository;

/** Units of work that lock what they load, and those that change what somebody saw at an earlier version. */
class LockedUnitsTest {
    private static final StreamId ADA = StreamId.of("account", "ada");

    private final EventStore store = Accounts.store();
    private final Repository<Account> locking = Repository.builder(store, Accounts.ACCOUNT)
            .locking(Duration.ofMillis(20))
            .build();
    private final UnitsOfWork units = UnitsOfWork.of(store);

    @BeforeEach
    void open() {
        store.append(ADA, any(), new Opened("Ada"), new Deposited(1));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    @DisplayName(
            "an aggregate is locked from when it is first asked for until the outermost unit has ended, whichever way")
    void locked() {
        for (boolean committing : List.of(true, false)) {
            UnitOfWork outer = units.start();
            UnitOfWork inner = outer.nest();
            inner.load(locking, "ada");
            inner.load(locking, "ada");
            inner.commit();
            UnitOfWork other = units.start();
            assertThrows(LockTimeoutException.class, () -> other.find(locking, "ada"));
            if (committing) {
                outer.commit();
            } else {
                outer.close();
            }
            other.load(locking, "ada");
            other.close();
        }
    }

    @Test
    @DisplayName("it is free again whatever is thrown: by the load, by a veto, by a listener while all is cleaned up")
    void released() {
        UnitOfWork unit = UnitsOfWork.on(store)
                .listeners(new Work.Listener() {
                    @Override
                    public void prepareCommit(Work work) {
                        throw new StackOverflowError("veto");
                    }

                    @Override
                    public void cleanUp(Work work) {
                        throw new AssertionError("cleaning up");
                    }
                })
                .build()
                .start();
        unit.load(locking, "ada");
        unit.find(locking, "bob");
        unit.add(locking, "eve");
        assertThrows(StackOverflowError.class, unit::commit);
        units.perform(work -> {
            work.load(locking, "ada");
            work.loadOrAdd(locking, "bob");
            work.loadOrAdd(locking, "eve");
        });
    }

    @Test
    @DisplayName("threads that lock one aggregate need one attempt each")
    void noConflicts() throws Exception {
        Repository<Account> patient = Repository.builder(store, Accounts.ACCOUNT)
                .locking(Duration.ofMinutes(5))
                .caching(1)
                .build();
        AtomicInteger attempts = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < 25; j++) {
                    attempts.addAndGet(
                            units.perform(work -> work.load(patient, "ada").apply(new Deposited(1)))
                                    .attempts());
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200, attempts.get());
        assertEquals(201, patient.load("ada").state().balance());
    }

    private Repository<Account> resolving(ConflictResolver<Account> resolver) {
        return Repository.builder(store, Accounts.ACCOUNT)
                .resolvingConflicts(resolver)
                .build();
    }

    private Optional<AppendResult> deposit(Repository<Account> accounts, Version seen) {
        return units.perform(work -> work.load(accounts, "ada", seen).apply(new Deposited(10)))
                .result();
    }

    @Test
    @DisplayName("who saw an earlier version may change the aggregate if the resolver accepts that; once")
    void accepted() {
        assertTrue(
                deposit(resolving(ConflictResolver.acceptAll()), Version.of(1)).isPresent());
        assertEquals(Version.of(3), store.head(ADA).version());
    }

    @Test
    @DisplayName("the resolver sees what was applied and what had not been seen, and may reject it, or merge both")
    void resolved() {
        List<String> seen = new ArrayList<>();
        Repository<Account> rejecting = resolving((changed, unseen) -> {
            seen.add(changed.uncommitted().get(0).payload() + " after "
                    + unseen.get(0).payload());
            throw new ConflictingModificationException(changed.stream(), "on purpose");
        });
        assertThrows(ConflictingModificationException.class, () -> deposit(rejecting, Version.of(1)));
        assertEquals(List.of("Deposited[amount=10] after Deposited[amount=1]"), seen);
        assertEquals(Version.of(2), store.head(ADA).version());
        deposit(resolving((changed, unseen) -> changed.apply(new Deposited(-unseen.size()))), Version.of(1));
        assertEquals(Version.of(4), store.head(ADA).version());
        assertEquals(10, locking.load("ada").state().balance());
    }

    @Test
    @DisplayName("it is asked again at each attempt, with what came in between")
    void askedAgain() {
        List<Integer> unseenEvents = new ArrayList<>();
        Repository<Account> accounts = resolving((changed, unseen) -> {
            unseenEvents.add(unseen.size());
            if (unseenEvents.size() == 1) {
                store.append(ADA, any(), new Deposited(1));
            }
        });
        deposit(accounts, Version.of(1));
        assertEquals(List.of(1, 2), unseenEvents);
    }

    @Test
    @DisplayName(
            "it is not asked where nothing was changed or the version is the expected one; a later one stays an error")
    void notAsked() {
        Repository<Account> accounts = resolving((changed, unseen) -> {
            throw new AssertionError("asked");
        });
        units.run((Work work) -> {
            Aggregate<Account> loaded = work.load(accounts, "ada", Version.of(1));
            return loaded.state();
        });
        deposit(accounts, Version.of(2));
        assertThrows(ConflictingVersionException.class, () -> deposit(accounts, Version.of(9)));
        assertThrows(ConflictingVersionException.class, () -> deposit(locking, Version.of(2)));
    }
}
