--TEST--
The text of an ErrorMessage is private
--FILE--
<?php
use StreamIpc\Message\ErrorMessage;

require __DIR__ . '/../support/thrown.php';

$error = new ErrorMessage('text');
thrown(fn() => $error->errorMessage);
thrown(fn() => $error->errorMessage = 'other');
--EXPECTF--
Error: Cannot access private property StreamIpc\Message\ErrorMessage::$errorMessage
Error: Cannot %s private property StreamIpc\Message\ErrorMessage::$errorMessage%S
