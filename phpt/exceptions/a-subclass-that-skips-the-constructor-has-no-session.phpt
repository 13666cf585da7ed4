--TEST--
A subclass of InvalidStreamException that skips the constructor has no session to give
--FILE--
<?php
use StreamIpc\InvalidStreamException;

require __DIR__ . '/../support/thrown.php';

class Skipped extends InvalidStreamException
{
    public function __construct() {}
}
thrown(fn() => (new Skipped())->getSession());
thrown(fn() => new InvalidStreamException(new stdClass()));
thrown(fn() => new InvalidStreamException('text'));
--EXPECTF--
Error: Typed property StreamIpc\InvalidStreamException::$%s must not be accessed before initialization
TypeError: StreamIpc\InvalidStreamException::__construct(): Argument #1 ($session) must be of type StreamIpc\IpcSession, stdClass given%S
TypeError: StreamIpc\InvalidStreamException::__construct(): Argument #1 ($session) must be of type StreamIpc\IpcSession, string given%S
