/**
 * What is published in a transaction, until the transaction ends: kept in memory, with savepoints, and handed on before or
 * after the commit. Frameworks join it by a small adapter, {@link io.pushcast.transaction.Transactions}. Applications have no
 * use for it.
 */
@NullMarked
package io.pushcast.transaction;

import org.jspecify.annotations.NullMarked;
