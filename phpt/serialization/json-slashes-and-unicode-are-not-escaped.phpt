--TEST--
JSON: slashes and unicode are not escaped
--FILE--
<?php
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\JsonMessageSerializer;

echo (new JsonMessageSerializer())->serialize(new LogMessage("a/b žluťoučký 🐎 \" \\ <&'> \n\0", 'x')), "\n";
--EXPECT--
{"__class":"StreamIpc\\Message\\LogMessage","message":"a/b žluťoučký 🐎 \" \\ <&'> \n\u0000","level":"x"}
