--TEST--
Native: allowedClasses takes a bool or a list of class names, and nothing else
--FILE--
<?php
declare(strict_types=1);

use StreamIpc\Serialization\NativeMessageSerializer;

require __DIR__ . '/../support/thrown.php';

thrown(fn() => new NativeMessageSerializer('Note'));
thrown(fn() => new NativeMessageSerializer(1));
thrown(fn() => new NativeMessageSerializer(null));
thrown(fn() => new NativeMessageSerializer(new stdClass()));
foreach ([[5], ['Note', null], [['Note']], [new stdClass()]] as $list) {
    try {
        new NativeMessageSerializer($list);
        echo "accepted\n";
    } catch (TypeError $e) {
        echo 'TypeError: ', explode(',', $e->getMessage())[0], "\n";
    }
}
--EXPECTF--
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be of type array|bool, string given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be of type array|bool, int given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be of type array|bool, null given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be of type array|bool, stdClass given%S
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be an array of class names
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be an array of class names
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be an array of class names
TypeError: StreamIpc\Serialization\NativeMessageSerializer::__construct(): Argument #1 ($allowedClasses) must be an array of class names
