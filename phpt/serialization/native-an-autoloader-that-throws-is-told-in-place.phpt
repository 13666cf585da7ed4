--TEST--
Native: an exception of an autoloader becomes an ErrorMessage in place of the message
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

spl_autoload_register(fn(string $class) => throw new DomainException("no $class today"));
show(...(new FrameCodec(new NativeMessageSerializer()))->feed(
    frame_of('O:4:"Late":0:{}') . frame_of(serialize(new LogMessage('good'))),
));
--EXPECT--
ErrorMessage: Failed to deserialize message payload
DomainException: no Late today
info: good
