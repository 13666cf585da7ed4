--TEST--
An enum case that implements Message is a message, and arrives as the same case
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\Message;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

enum Signal: string implements Message
{
    case Stop = 'stop';
    case Go = 'go';
}

$codec = new FrameCodec(new NativeMessageSerializer());
var_dump($codec->feed($codec->pack(Signal::Go))[0] === Signal::Go);
var_dump($codec->feed($codec->pack(new RequestEnvelope('1', Signal::Stop)))[0]->request);
--EXPECT--
bool(true)
enum(Signal::Stop)
