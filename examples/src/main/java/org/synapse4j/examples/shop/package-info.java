/** What a shop does with carts' events: a read model that is built anew while it is queried, and mails that are sent by one of two processes. */
@NullMarked
package org.synapse4j.examples.shop;

import org.jspecify.annotations.NullMarked;
