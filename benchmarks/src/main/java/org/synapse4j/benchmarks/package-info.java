/**
 * How fast the storages are, by JMH. Figures are printed, never asserted: a machine under load is no defect. Nothing that
 * another module uses belongs here.
 */
@NullMarked
package org.synapse4j.benchmarks;

import org.jspecify.annotations.NullMarked;
