--TEST--
json_encode() writes the public properties of a message
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, LogMessage};

echo json_encode(new RequestEnvelope('1.1', new LogMessage('a', 'b'))), "\n";
echo json_encode(new ErrorMessage('private')), "\n";
--EXPECT--
{"id":"1.1","request":{"message":"a","level":"b"}}
{}
