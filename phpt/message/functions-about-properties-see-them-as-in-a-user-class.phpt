--TEST--
get_object_vars(), isset(), casts, foreach and var_export() see a message's properties as those of a user class
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, LogMessage};

$log = new LogMessage('text', '');
echo json_encode(get_object_vars($log)), json_encode((array) $log), "\n";
foreach ($log as $name => $value) {
    var_dump("$name = $value");
}
var_dump(isset($log->message), isset($log->nothing), empty($log->level), property_exists($log, 'level'));
var_export($log);
echo "\n";

$error = new ErrorMessage('text');
var_dump(get_object_vars($error), isset($error->errorMessage), array_keys((array) $error) === ["\0StreamIpc\Message\ErrorMessage\0errorMessage"]);
--EXPECT--
{"message":"text","level":""}{"message":"text","level":""}
string(14) "message = text"
string(8) "level = "
bool(true)
bool(false)
bool(true)
bool(true)
\StreamIpc\Message\LogMessage::__set_state(array(
   'message' => 'text',
   'level' => '',
))
array(0) {
}
bool(false)
bool(true)
