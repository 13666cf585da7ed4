--TEST--
JSON: dynamic properties are written, and ignored where they come in
--FILE--
<?php
use StreamIpc\Message\Message;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/show.php';

#[AllowDynamicProperties]
final class Loose implements Message { public int $declared = 1; }
$loose = new Loose();
$loose->dynamic = 'd';
$loose->{'5'} = 'five';
$serializer = new JsonMessageSerializer();
echo $json = $serializer->serialize($loose), "\n";
show($serializer->deserialize($json));
--EXPECT--
{"__class":"Loose","declared":1,"dynamic":"d","5":"five"}
Loose {"declared":1}
