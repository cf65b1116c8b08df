/**
 * Where an adapter is certified: extend {@link org.synapse4j.tck.StorageTck}, supply one {@link
 * org.synapse4j.tck.fixture.StorageFixture}, run it as any JUnit test, read the report. The rules are numbered in {@code RULES.md}.
 *
 * <p>Its rooms, each of which knows only those below it: {@code machinery} finds, runs and reports rules; {@code suites} are the rules;
 * {@code kit} is what they are written with; {@code fixture} is what an adapter supplies. {@code serialization} stands alone.
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
