--TEST--
The transport's exceptions have texts of their own, and take a message, a code and a previous exception
--FILE--
<?php

use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

$previous = new Exception('previous');
foreach ([StreamClosedException::class, TimeoutException::class, PeerClosedException::class] as $class) {
    [$plain, $full, $empty] = [new $class(), new $class('text', 7, $previous), new $class(previous: $previous, message: '')];
    echo get_parent_class($class), ': ', $plain->getMessage(), "\n";
    var_dump([$plain->getCode(), $plain->getPrevious()] === [0, null], [$full->getMessage(), $full->getCode()] === ['text', 7]);
    var_dump($full->getPrevious() === $previous, $empty->getMessage() === '');
}
--EXPECTF--
Exception: Stream closed
bool(true)
bool(true)
bool(true)
bool(true)
RuntimeException: Request timed out
bool(true)
bool(true)
bool(true)
bool(true)
StreamIpc\Transport\TimeoutException: %s
bool(true)
bool(true)
bool(true)
bool(true)
