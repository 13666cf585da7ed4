--TEST--
An envelope takes a Message and nothing else
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new RequestEnvelope('1', new stdClass()));
thrown(fn() => new RequestEnvelope('1', 'text'));
thrown(fn() => new ResponseEnvelope('1', null));
--EXPECTF--
TypeError: StreamIpc\Envelope\RequestEnvelope::__construct(): Argument #2 ($request) must be of type StreamIpc\Message\Message, stdClass given%S
TypeError: StreamIpc\Envelope\RequestEnvelope::__construct(): Argument #2 ($request) must be of type StreamIpc\Message\Message, string given%S
TypeError: StreamIpc\Envelope\ResponseEnvelope::__construct(): Argument #2 ($response) must be of type StreamIpc\Message\Message, null given%S
