--TEST--
JSON: a serializer may be used inside an autoloader that another one has called
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/show.php';

$serializer = new JsonMessageSerializer();
spl_autoload_register(function (string $class) use ($serializer): void {
    show($serializer->deserialize('{"__class":"StreamIpc\\\\Message\\\\LogMessage","message":"inner","level":"info"}'));
    eval("final class $class implements StreamIpc\Message\Message { public int \$n; }");
});
show($serializer->deserialize('{"__class":"Late","n":1}'));
--EXPECT--
info: inner
Late {"n":1}
