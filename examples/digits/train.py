#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Trains the digit classifier of the demo and writes digits.tflite and its held-out test images.

scikit-learn's 1797 handwritten digits (8x8 pixels, 0 to 16), 360 of them held out; a small residual
network; full-integer post-training quantization. `pip install -r requirements.txt`, then run this.
"""
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tflite_micro import runtime

SEED = 7
tf.keras.utils.set_random_seed(SEED)
tf.config.experimental.enable_op_determinism()

digits = load_digits()
images = (digits.images / 16.0).astype(np.float32)[..., None]
train_x, test_x, train_y, test_y = train_test_split(
    images, digits.target, test_size=360, random_state=SEED, stratify=digits.target)

moves = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)]  # every image also moved by one pixel
train_x = np.concatenate([np.roll(train_x, move, (1, 2)) for move in moves])
train_y = np.concatenate([train_y] * len(moves))

layers = tf.keras.layers
image = layers.Input((8, 8, 1))
x = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
x = layers.DepthwiseConv2D(3, padding="same", activation="relu")(x)
x = skip = layers.Conv2D(24, 1, activation="relu")(x)
x = layers.Conv2D(24, 3, padding="same", activation="relu")(x)
x = layers.Add()([x, skip])
x = layers.MaxPooling2D(2)(x)
x = layers.Conv2D(32, 3, padding="valid", activation="relu")(x)
x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(x))
model = tf.keras.Model(image, layers.Dense(10, activation="softmax")(x))

model.compile(tf.keras.optimizers.Adam(tf.keras.optimizers.schedules.CosineDecay(4e-3, 25 * 225)),
              "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_x, train_y, batch_size=32, epochs=25, verbose=2)

one_image = layers.Input(batch_shape=(1, 8, 8, 1))
converter = tf.lite.TFLiteConverter.from_keras_model(tf.keras.Model(one_image, model(one_image)))
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = lambda: ([train_x[i:i + 1]] for i in range(500))
converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
converter.inference_input_type = converter.inference_output_type = tf.int8
flatbuffer = converter.convert()

interpreter = runtime.Interpreter.from_bytes(flatbuffer)
details = interpreter.get_input_details(0)["quantization_parameters"]
codes = np.clip(np.round(test_x / details["scales"][0]) + details["zero_points"][0], -128, 127).astype(np.int8)
answers = []
for one in codes:
    interpreter.set_input(one[None], 0)
    interpreter.invoke()
    answers.append(interpreter.get_output(0)[0])
answers = np.array(answers, np.int8)

open("digits.tflite", "wb").write(flatbuffer)
open("digits_test_images.i8", "wb").write(codes.tobytes())
open("digits_test_labels.u8", "wb").write(test_y.astype(np.uint8).tobytes())
open("digits_expected.i8", "wb").write(answers.tobytes())
print(len(flatbuffer), "bytes;", np.mean(answers.argmax(1) == test_y), "of the held-out digits read by tflite-micro")
