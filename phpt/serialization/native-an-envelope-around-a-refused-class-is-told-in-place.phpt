--TEST--
Native: an envelope around a class that is not allowed becomes an ErrorMessage
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

final class Note implements Message {}
$sender = new FrameCodec(new NativeMessageSerializer());
show(...(new FrameCodec(new NativeMessageSerializer(false)))->feed(
    $sender->pack(new RequestEnvelope('1', new Note())) . $sender->pack(new LogMessage('good')),
));
--EXPECT--
ErrorMessage: Failed to deserialize message payload
TypeError: Cannot assign __PHP_Incomplete_Class to property StreamIpc\Envelope\RequestEnvelope::$request of type StreamIpc\Message\Message
info: good
