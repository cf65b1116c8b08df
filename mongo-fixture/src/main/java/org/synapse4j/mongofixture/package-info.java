/** What both layouts are tested with: the TCK's fixture on either server, and a line to the embedded one that can be cut. */
@NullMarked
package org.synapse4j.mongofixture;

import org.jspecify.annotations.NullMarked;
