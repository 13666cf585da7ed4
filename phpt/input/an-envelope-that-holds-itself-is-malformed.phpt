--TEST--
An envelope that holds itself, which no code can make, is reported as malformed; a request that it would answer fails
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/payloads.php';

receive_each(
    new NativeIpcPeer(),
    serialize(new LogMessage('behind')),
    'O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:1:"1";s:7:"request";r:1;}',
    'O:35:"StreamIpc\Envelope\ResponseEnvelope":2:{s:2:"id";s:7:"pending";s:8:"response";r:1;}',
);
gc_collect_cycles();
--EXPECT--
error: O:34:"StreamIpc\Envelope\RequestEnvelope":2:{s:2:"id";s:1:"1";s:7:"request";r:1;}
error: O:35:"StreamIpc\Envelope\ResponseEnvelope":2:{s:2:"id";s:7:"pending";s:8:"response";r:1;}
    a response is there
