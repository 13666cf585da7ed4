--TEST--
With strict_types a constructor takes strings only
--FILE--
<?php
declare(strict_types=1);

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new LogMessage(5));
thrown(fn() => new LogMessage('a', true));
thrown(fn() => new ErrorMessage(1.5));
thrown(fn() => new RequestEnvelope(1, new LogMessage('a')));
thrown(fn() => new LogMessage(new class { public function __toString() { return 'text'; } }));
--EXPECTF--
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #1 ($message) must be of type string, int given%S
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #2 ($level) must be of type string, %s given%S
TypeError: StreamIpc\Message\ErrorMessage::__construct(): Argument #1 ($errorMessage) must be of type string, float given%S
TypeError: StreamIpc\Envelope\RequestEnvelope::__construct(): Argument #1 ($id) must be of type string, int given%S
TypeError: StreamIpc\Message\LogMessage::__construct(): Argument #1 ($message) must be of type string, class@anonymous given%S
