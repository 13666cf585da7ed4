--TEST--
Reflection may fill the properties of a message made without its constructor, once
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

$log = (new ReflectionClass(LogMessage::class))->newInstanceWithoutConstructor();
foreach (['message' => 'filled', 'level' => 'later'] as $name => $value) {
    (new ReflectionProperty($log, $name))->setValue($log, $value);
}
var_dump($log == new LogMessage('filled', 'later'));
thrown(fn() => (new ReflectionProperty($log, 'level'))->setValue($log, 'again'));

$error = (new ReflectionClass(ErrorMessage::class))->newInstanceWithoutConstructor();
$error->__construct('late');
var_dump($error->toString());
--EXPECT--
bool(true)
Error: Cannot modify readonly property StreamIpc\Message\LogMessage::$level
string(4) "late"
