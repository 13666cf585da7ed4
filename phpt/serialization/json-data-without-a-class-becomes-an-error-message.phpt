--TEST--
JSON: data without a __class becomes an ErrorMessage
--FILE--
<?php
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/no-notices.php';
require __DIR__ . '/../support/show.php';

foreach (['{}', '[]', '5', '"text"', 'null', 'true', '{"message":"a"}', '[{"__class":"stdClass"}]', '{"_class":"x","class":"y"}'] as $data) {
    show((new JsonMessageSerializer())->deserialize($data));
}
--EXPECT--
ErrorMessage: Invalid data to unserialize: {}
ErrorMessage: Invalid data to unserialize: []
ErrorMessage: Invalid data to unserialize: 5
ErrorMessage: Invalid data to unserialize: "text"
ErrorMessage: Invalid data to unserialize: null
ErrorMessage: Invalid data to unserialize: true
ErrorMessage: Invalid data to unserialize: {"message":"a"}
ErrorMessage: Invalid data to unserialize: [{"__class":"stdClass"}]
ErrorMessage: Invalid data to unserialize: {"_class":"x","class":"y"}
