--TEST--
The exceptions refuse arguments of other types
--FILE--
<?php
use StreamIpc\Transport\{StreamClosedException, TimeoutException};

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new StreamClosedException([]));
thrown(fn() => new StreamClosedException('a', 'b'));
thrown(fn() => new StreamClosedException('a', null));
thrown(fn() => new TimeoutException('a', 1, new stdClass()));
var_dump((new TimeoutException(5, '6'))->getCode());
--EXPECTF--
TypeError: StreamIpc\Transport\StreamClosedException::__construct(): Argument #1 ($message) must be of type ?string, array given%S
TypeError: StreamIpc\Transport\StreamClosedException::__construct(): Argument #2 ($code) must be of type int, string given%S
TypeError: StreamIpc\Transport\StreamClosedException::__construct(): Argument #2 ($code) must be of type int, null given%S
TypeError: StreamIpc\Transport\TimeoutException::__construct(): Argument #3 ($previous) must be of type ?Throwable, stdClass given%S
int(6)
