package org.synapse4j.core.unitofwork;

/** A transaction of another resource, and what ends it. */
record RunningTransaction<T>(Transactions<T> of, T transaction) {
    static <T> RunningTransaction<T> begin(Transactions<T> transactions) {
        return new RunningTransaction<>(transactions, transactions.begin());
    }

    void commit() {
        of.commit(transaction);
    }

    void rollback() {
        of.rollback(transaction);
    }
}
