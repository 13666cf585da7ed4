--TEST--
A subclass finds the default serializer and id generator in its properties
--FILE--
<?php

use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/queue-peer.php';

final class Curious extends QueuePeer
{
    public function tools(): array
    {
        return [get_class($this->defaultSerializer), get_class($this->idGen)];
    }
}

echo implode("\n", (new Curious())->tools()), "\n";
echo implode("\n", (new Curious(new JsonMessageSerializer()))->tools()), "\n";
--EXPECT--
StreamIpc\Serialization\NativeMessageSerializer
StreamIpc\Envelope\Id\PidCounterRequestIdGenerator
StreamIpc\Serialization\JsonMessageSerializer
StreamIpc\Envelope\Id\PidCounterRequestIdGenerator
