--TEST--
JSON: an exception of an autoloader becomes an ErrorMessage, also for nested classes
--FILE--
<?php
use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\Serialization\JsonMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

final class Task implements Message { public mixed $param = null; }
spl_autoload_register(fn(string $class) => throw new DomainException("no $class today"));

$codec = new FrameCodec(new JsonMessageSerializer());
show(...$codec->feed(
    frame_of('{"__class":"Top"}') . frame_of('{"__class":"Task","param":[{"__class":"Nested"}]}') . $codec->pack(new LogMessage('good')),
));
--EXPECT--
ErrorMessage: Failed to unserialize data:{"__class":"Top"}
DomainException: no Top today
ErrorMessage: Failed to unserialize data:{"__class":"Task","param":[{"__class":"Nested"}]}
DomainException: no Nested today
info: good
