--TEST--
A transport reads one of its streams by hand, and refuses others
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\AmpByteStreamMessageTransport;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$read = new ReadableResourceStream($here);
$transport = new AmpByteStreamMessageTransport(new WritableResourceStream($here), [$read], new NativeMessageSerializer());
$transport->send(new LogMessage('out'));
echo received($there)[0]->message, "\n";
fwrite($there, frame(new LogMessage('in')) . "\xF3");
echo $transport->readFromStream($read)[0]->message, "\n";
fclose($there);
// The end: what is left is junk.
var_dump(count($transport->readFromStream($read)), $transport->readFromStream($read), $transport->getReadStreams() === [$read]);
try {
    $transport->readFromStream(new ReadableResourceStream(fopen('php://stdin', 'r')));
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
foreach ([[], ['no stream']] as $reads) {
    try {
        new AmpByteStreamMessageTransport(new WritableResourceStream(fopen('php://stdout', 'w')), $reads, new NativeMessageSerializer());
    } catch (TypeError | ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
--EXPECT--
out
in
int(1)
array(0) {
}
bool(true)
Unknown stream provided to readFromStream
StreamIpc\Transport\AmpByteStreamMessageTransport::__construct(): Argument #2 ($readStreams) must contain at least one stream
StreamIpc\Transport\AmpByteStreamMessageTransport::__construct(): Argument #2 ($readStreams) must be an array of Amp\ByteStream\ReadableResourceStream
