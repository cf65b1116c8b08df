/**
 * The way to certify a serialiser or a converter: extend {@link org.synapse4j.tck.serialization.SerializerTck} or {@link
 * org.synapse4j.tck.serialization.ConverterTck}, supply it, run it as any JUnit test; {@link
 * org.synapse4j.tck.serialization.UpcasterTck} does the same for an upcaster of yours. The rules are numbered in {@code
 * SERIALIZATION-RULES.md}. Rules of storages do not belong here: those are in {@code org.synapse4j.tck}.
 */
@NullMarked
package org.synapse4j.tck.serialization;

import org.jspecify.annotations.NullMarked;
