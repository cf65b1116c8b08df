/**
 * How rules are found, run and reported. What a rule checks does not belong here, nor what it checks with: those are in {@code suites} and
 * {@code kit}, which know nothing of this package. Not exported.
 */
@NullMarked
package org.synapse4j.tck.machinery;

import org.jspecify.annotations.NullMarked;
