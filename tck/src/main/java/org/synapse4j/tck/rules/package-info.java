/** How rules are found, run and reported. What a rule checks does not belong here. Not exported. */
@NullMarked
package org.synapse4j.tck.rules;

import org.jspecify.annotations.NullMarked;
