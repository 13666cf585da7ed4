--TEST--
null is refused where a string is asked for
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new LogMessage(null));
thrown(fn() => new LogMessage('a', null));
thrown(fn() => new ErrorMessage(null));
thrown(fn() => new RequestEnvelope(null, new LogMessage('a')));
thrown(fn() => new ResponseEnvelope(null, new LogMessage('a')));
--EXPECTF--
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #1 ($message) must be of type string, null given%S
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #2 ($level) must be of type string, null given%S
TypeError: StreamIpc\Message\ErrorMessage::__construct(): Argument #1 ($errorMessage) must be of type string, null given%S
TypeError: StreamIpc\Envelope\RequestEnvelope::__construct(): Argument #1 ($id) must be of type string, null given%S
TypeError: StreamIpc\Envelope\ResponseEnvelope::__construct(): Argument #1 ($id) must be of type string, null given%S
