"""The networks as other libraries make them, for the checks against these."""

# keras.applications.
KERAS = {'mobilenet_v1': 'MobileNet', 'mobilenet_v2': 'MobileNetV2'}

# timm: the model, and whether its input is normalised as Keras's networks' is
# (-1 to 1) and not by ImageNet's statistics.
TIMM = {
    'resnet18': ('resnet18', False),
    'mobilenet_v1': ('mobilenetv1_100', True),
    'mobilenet_v2': ('mobilenetv2_100', False),
}
