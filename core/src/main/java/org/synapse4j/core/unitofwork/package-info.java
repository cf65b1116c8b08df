/**
 * Units of work: what is decided together is stored together. Start with {@link org.synapse4j.core.unitofwork.UnitsOfWork}. All events of
 * all aggregates of a unit become one commit, in the order in which they happened (ADR 35). No command is known here.
 */
@NullMarked
package org.synapse4j.core.unitofwork;

import org.jspecify.annotations.NullMarked;
