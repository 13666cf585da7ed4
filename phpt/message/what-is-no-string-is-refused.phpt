--TEST--
Arrays, objects and resources are refused where a string is asked for
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new LogMessage([]));
thrown(fn() => new LogMessage(new stdClass()));
thrown(fn() => new LogMessage('a', STDIN));
thrown(fn() => new ErrorMessage(['x']));
thrown(fn() => new ErrorMessage('a', 'b'));
thrown(fn() => new ErrorMessage('a', new stdClass()));
--EXPECTF--
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #1 ($message) must be of type string, array given%S
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #1 ($message) must be of type string, stdClass given%S
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #2 ($level) must be of type string, resource given%S
TypeError: StreamIpc\Message\ErrorMessage::__construct(): Argument #1 ($errorMessage) must be of type string, array given%S
TypeError: StreamIpc\Message\ErrorMessage::__construct(): Argument #2 ($exception) must be of type ?Throwable, string given%S
TypeError: StreamIpc\Message\ErrorMessage::__construct(): Argument #2 ($exception) must be of type ?Throwable, stdClass given%S
