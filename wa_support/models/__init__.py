"""The embedded classifier behind the purpose gate. Fitting needs scikit-learn, scoring nothing."""
