"""The relay network: stations, their admission and appraisal, operators, documents, topics."""
