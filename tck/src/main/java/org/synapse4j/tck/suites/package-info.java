/**
 * The rules, a class for each group of {@code RULES.md}. Each is a method with {@link org.synapse4j.tck.kit.Rule}, takes the
 * store under test, and says in its javadoc what is likely wrong where it fails. How rules are run does not belong here. Not
 * exported.
 */
@NullMarked
package org.synapse4j.tck.suites;

import org.jspecify.annotations.NullMarked;
