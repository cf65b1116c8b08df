/**
 * For the tests of applications: what was given, what is done, what is to happen then. Everything runs on the storage in memory, and every
 * event that a test names is stored and read back by the registered types and the serialiser, so that what a test accepts, production can
 * read. What fails is an {@link java.lang.AssertionError} that shows the difference; no test framework is needed.
 */
@NullMarked
package org.synapse4j.testing;

import org.jspecify.annotations.NullMarked;
