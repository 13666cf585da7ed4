--TEST--
var_dump() shows the properties of messages, the private one too
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

var_dump(new RequestEnvelope('1.1', new LogMessage('Ping!')));
var_dump(new ResponseEnvelope('1.1', new ErrorMessage('no')));
--EXPECTF--
object(StreamIpc\Envelope\RequestEnvelope)#%d (2) {
  ["id"]=>
  string(3) "1.1"
  ["request"]=>
  object(StreamIpc\Message\LogMessage)#%d (2) {
    ["message"]=>
    string(5) "Ping!"
    ["level"]=>
    string(4) "info"
  }
}
object(StreamIpc\Envelope\ResponseEnvelope)#%d (2) {
  ["id"]=>
  string(3) "1.1"
  ["response"]=>
  object(StreamIpc\Message\ErrorMessage)#%d (1) {
    ["errorMessage":"StreamIpc\Message\ErrorMessage":private]=>
    string(2) "no"
  }
}
