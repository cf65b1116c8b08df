/**
 * What an adapter needs to be certified: extend {@link org.synapse4j.tck.StorageTck}, supply one {@link
 * org.synapse4j.tck.StorageFixture}, run it as any JUnit test, read the report. The rules are numbered in {@code RULES.md};
 * how they are found and run is in {@code rules}, what they check in {@code suites}.
 *
 * <pre>{@code
 * final class MyStorageTckTest extends StorageTck {
 *     @Override
 *     protected StorageFixture fixture() {
 *         return new MyStorageFixture();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package org.synapse4j.tck;

import org.jspecify.annotations.NullMarked;
