--TEST--
If the two sides use different serializers, the request fails at once, and says to use the same on both
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/mistakes.php';

ask(worker_command(answering('$request')), new NativeIpcPeer(new JsonMessageSerializer()));
$json = str_replace('NativeIpcPeer()', 'NativeIpcPeer(new StreamIpc\Serialization\JsonMessageSerializer())', answering('$request'));
ask(worker_command($json));
--EXPECTF--
StreamIpc\Message\ErrorMessageException: Process %d received the format of PHP's serialize(), but reads JSON: give both sides of the session the same serializer
StreamIpc\Message\ErrorMessageException: Process %d received JSON, but reads the format of PHP's serialize(): give both sides of the session the same serializer
