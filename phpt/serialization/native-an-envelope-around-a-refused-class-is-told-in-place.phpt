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
--EXPECTF--
ErrorMessage: Failed to deserialize message payload
TypeError: Process %d refuses the class Note: name it in the allowedClasses of its NativeMessageSerializer if it may arrive
info: good
